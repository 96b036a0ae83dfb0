"""How static files are written and named in production."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from .joining import imports, joined


def read_own(name: str) -> str:
    """Return a style sheet or script of ours as it lies in the repository."""
    return Path(finders.find(name)).read_text(encoding="utf-8")


def own_names() -> list[str]:
    """Return the names of our style sheets and scripts that import others."""
    folder = settings.BASE_DIR / "static"
    names = [
        path.relative_to(folder).as_posix()
        for kind in ("css", "js")
        for path in sorted(folder.rglob(f"*.{kind}"))
    ]
    return [name for name in names if imports(name, read_own(name))]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Join what imports others, and put a hash into every file's name."""

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in set(own_names()) & set(paths):
                self.delete(name)
                self.save(name, ContentFile(joined(name, read_own).encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
