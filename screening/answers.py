"""What an editor can send for a criterion, in the reader's language."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Criterion, StockAnswer


def stock_answer(criterion: Criterion, language: str) -> str:
    """Return the editors' own words, else a sentence that quotes the rule."""
    answer = StockAnswer.objects.filter(criterion=criterion).first()
    texts = answer.texts if answer else {}
    if texts.get(language):
        return texts[language]
    if language == settings.LANGUAGE_CODE or not texts.get(settings.LANGUAGE_CODE):
        return answer_from_rule(criterion, language)
    return texts[settings.LANGUAGE_CODE]


def answer_from_rule(criterion: Criterion, language: str) -> str:
    with translation.override(language):
        return _(
            "This is about criterion %(number)s of our policy, “%(title)s”: %(rule)s"
        ) % {
            "number": criterion.number,
            "title": criterion.title,
            "rule": criterion.rule,
        }


@transaction.atomic
def save_stock_answer(*, criterion: Criterion, texts: dict, user) -> StockAnswer:
    """Keep the editors' words by language; where they are empty, the rule's return."""
    texts = {language: text for language, text in texts.items() if text}
    answer, _created = StockAnswer.objects.update_or_create(
        criterion=criterion, defaults={"texts": texts, "changed_by": user}
    )
    return answer
