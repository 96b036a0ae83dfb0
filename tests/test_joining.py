"""What production sends in one piece, and what is refused rather than sent broken."""

import pytest

from objectwar.joining import NotUnderstoodError, joined
from objectwar.storage import own_names, read_own


def test_style_sheet_is_joined_in_order_and_finds_its_pictures():
    files = {
        "css/site.css": '/* All. */\n@import "base.css";\n@import "parts/card.css";\n',
        "css/base.css": "a { color: red }\n",
        "css/parts/card.css": 'b { background: url("../../img/x.svg") }\n',
    }

    assert joined("css/site.css", files.__getitem__) == (
        '/* All. */\na { color: red }\n\nb { background: url("../img/x.svg") }\n\n'
    )


def test_module_is_joined_with_each_import_once_and_in_a_scope_of_its_own():
    files = {
        "js/page.js": 'import "./side.js";\n'
        'import { two as second } from "./deep/two.js";\nconst KEPT = 1;\n',
        "js/side.js": "export const unused = 1;\n",
        "js/deep/two.js": 'import { one } from "./one.js";\nconst KEPT = 2;\n'
        "export async function two() {}\n",
        "js/deep/one.js": "export const one = 1;\n",
    }

    assert joined("js/page.js", files.__getitem__) == (
        "const _js_side = (() => {\nconst unused = 1;\nreturn { unused };\n})();\n"
        "const _js_deep_one = (() => {\nconst one = 1;\nreturn { one };\n})();\n"
        "const _js_deep_two = (() => {\nconst { one } = _js_deep_one;\n"
        "const KEPT = 2;\nasync function two() {}\nreturn { two };\n})();\n"
        "\nconst { two: second } = _js_deep_two;\nconst KEPT = 1;\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        'import all from "./other.js";\n',
        'import * as all from "./other.js";\n',
        "import { a } from './other.js';\n",
        "export default 1;\n",
        'export { a } from "./other.js";\n',
        "export let changing = 1;\n",
        'import { a } from "./page.js";\n',
    ],
)
def test_import_or_export_of_another_form_is_refused(text):
    files = {"js/page.js": text, "js/other.js": "export const a = 1;\n"}

    with pytest.raises(NotUnderstoodError):
        joined("js/page.js", files.__getitem__)


def test_all_files_of_ours_that_import_can_be_joined():
    names = own_names()

    assert {"css/site.css", "js/list/finder.js", "js/map/event-map.js"} <= {*names}
    assert "import" not in {
        line.split(" ", 1)[0].lstrip("@")
        for name in names
        for line in joined(name, read_own).splitlines()
    }
