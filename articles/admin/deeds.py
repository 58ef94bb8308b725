"""What can be done with an article as it is now: each deed has a button, a page, and a rule in publishing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import content, editing, publishing, rights
from articles.admin.deed_forms import CorrectForm, DeedForm, ScheduleForm, WithdrawForm
from articles.content import Content
from articles.models import Article, Draft
from articles.states import CORRECTED, State, state

SHOWN = {State.LIVE, State.CORRECTED}
UNSEEN = {State.DRAFT, State.SCHEDULED}


@dataclass(frozen=True)
class Situation:
    """An article as a moment finds it."""

    article: Article
    state: State
    draft: Draft | None
    at: datetime

    def text(self) -> Content:
        return self.draft.content if self.draft else content.of(self.article)

    @property
    def mark(self) -> str:
        """What an editor has in front who looks at it."""
        return editing.mark(self.article, self.draft)


def situation(article: Article) -> Situation:
    """Two queries."""
    at = timezone.now()
    draft = Draft.objects.filter(article=article).select_related("edited_by").first()
    is_corrected = Article.objects.filter(CORRECTED, pk=article.pk).exists()
    return Situation(article, state(article, at, is_corrected), draft, at)


class Deed:
    """One thing that can be done."""

    name: str
    label: str
    explanation: str
    done: str
    icon = ""
    variant = "default"
    form = DeedForm
    states: set[State]

    def is_possible(self, now: Situation) -> bool:
        return now.state in self.states

    def is_allowed(self, user, now: Situation) -> bool:
        """Readers see nothing of a section through somebody who does not work in it."""
        if not rights.may_publish(user, now.article):
            return False
        taken_over = now.draft if self.shows_a_text(now) else None
        return taken_over is None or rights.works_in(user, taken_over.content["section"])

    def shows_a_text(self, now: Situation) -> bool:
        """Whether readers get a text to see that they have not seen, which is then looked at first."""
        return False

    def do(self, now: Situation, user, given: dict) -> None:
        """Raises publishing.Refused where the article has meanwhile become another."""
        raise NotImplementedError


class Publish(Deed):
    name, icon, variant = "publish", "publish", "primary"
    label = _("Publish now")
    explanation = _("Readers see the article at once.")
    done = _("Readers see the article from now on.")
    states = UNSEEN

    def shows_a_text(self, now):
        return True

    @transaction.atomic
    def do(self, now, user, given):
        editing.take_over(now.article, given["seen"].split(), user)
        publishing.publish_now(now.article, user, given["reason"])


class Schedule(Deed):
    name, icon, form = "schedule", "schedule", ScheduleForm
    label = _("Schedule")
    explanation = _("Readers see the article from the moment that you choose; nobody has to be there.")
    done = _("The article is scheduled.")
    states = UNSEEN

    def shows_a_text(self, now):
        return True

    @transaction.atomic
    def do(self, now, user, given):
        editing.take_over(now.article, given["seen"].split(), user)
        publishing.schedule(now.article, given["at"], user, given["reason"])


class Unschedule(Deed):
    name, icon = "unschedule", "event_busy"
    label = _("Take off the schedule")
    explanation = _("The article becomes a draft again.")
    done = _("The article is a draft again.")
    states = {State.SCHEDULED}

    def do(self, now, user, given):
        publishing.unschedule(now.article, user)


class PublishChanges(Deed):
    name, icon, variant = "publish_changes", "published_with_changes", "primary"
    label = _("Publish changes")
    explanation = _("The next version takes the place of the present one, at once and whole.")
    done = _("The next version is in place.")

    def is_possible(self, now):
        return now.draft is not None and now.state != State.DRAFT

    def shows_a_text(self, now):
        return True

    def do(self, now, user, given):
        editing.publish_changes(now.article, given["seen"].split(), user, given["reason"])


class DiscardChanges(Deed):
    name, icon = "discard_changes", "undo"
    label = _("Discard changes")
    explanation = _("The changes are thrown away for good; the stored text stays as it is.")
    done = _("The changes are gone.")

    def is_possible(self, now):
        return now.draft is not None

    def is_allowed(self, user, now):
        return rights.may_write(user, now.article)

    def do(self, now, user, given):
        editing.discard(now.article, given["seen"].split())


class Correct(Deed):
    name, icon, form = "correct", "rate_review", CorrectForm
    label = _("Correct")
    explanation = _("Readers are told under the article what was wrong.")
    done = _("The correction stands under the article.")
    states = SHOWN

    def shows_a_text(self, now):
        return now.draft is not None

    @transaction.atomic
    def do(self, now, user, given):
        if given.get("with_changes"):
            editing.publish_changes(now.article, given["seen"].split(), user, given["reason"])
        publishing.correct(now.article, given["text"], by=user)


class Withdraw(Deed):
    name, icon, variant, form = "withdraw", "block", "danger", WithdrawForm
    label = _("Withdraw")
    explanation = _("Readers see the article no more, but are told why.")
    done = _("The article is withdrawn, or will be at the time that was given.")
    states = SHOWN

    def do(self, now, user, given):
        publishing.withdraw(now.article, given["public_reason"], given["at"], user)


class PutBack(Deed):
    name, icon = "put_back", "restore"
    label = _("Put back")
    explanation = _("Readers see the article again, or go on seeing it: its withdrawal is called off.")
    done = _("The withdrawal is called off.")

    def is_possible(self, now):
        return now.article.withdrawn_at is not None

    def do(self, now, user, given):
        publishing.put_back(now.article, user)


DEEDS: dict[str, Deed] = {
    deed.name: deed
    for deed in (
        Publish(),
        PublishChanges(),
        Schedule(),
        Unschedule(),
        DiscardChanges(),
        Correct(),
        Withdraw(),
        PutBack(),
    )
}
