"""How static files are named in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hash every file's name, imports of ES modules included."""

    support_js_module_import_aggregation = True
