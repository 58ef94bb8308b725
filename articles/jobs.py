"""What the newsroom has done in the background."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import indexing, presence, rankings, report_days, trash, view_counts, vocabulary, words
from articles.models import Image
from articles.pictures import files
from newsapi.jobs import (
    EVERY_FIVE_SECONDS,
    HOURLY,
    TICKS,
    UNTIL_IT_WORKS,
    every,
    forget_finished_ticks,
    job,
)

# Pages that are open, and answers in caches, go on naming the files of before for a while.
OLD_FILES_STAY = {"hours": 1}


@every(HOURLY)
@job(_("Empty the trash"))
def empty_trash(timestamp: int) -> None:
    trash.empty()


@every(HOURLY)
@job(_("Forget closed editors"))
def forget_presences(timestamp: int) -> None:
    presence.forget_old()


@job(_("Make the sizes of a picture"))
def renew_picture(image_id: int) -> None:
    """Makes what is missing; what it replaces is deleted later."""
    if files.renew(image_id):
        renew_picture.configure(schedule_in=OLD_FILES_STAY).defer(image_id=image_id)


@every(HOURLY)
@job(_("Delete pictures whose rights have ended"))
def end_picture_rights(timestamp: int) -> None:
    """Their public files alone; readers see a stand-in already, and the original stays."""
    for image_id in Image.objects.with_files_to_delete(timezone.now()).values_list("pk", flat=True):
        renew_picture.defer(image_id=image_id)


@every(HOURLY)
@job(_("Learn the words of the newest articles"))
def learn_words(timestamp: int = 0) -> None:
    """Which of them are common; from them follows what each article is about."""
    with transaction.atomic():
        if words.learn():
            make_words.defer(after=0)
    vocabulary.learn()


@job(_("Find what articles are about"))
def make_words(after: int) -> None:
    """Of those that follow an id: a part of them here, the others in the next job."""
    last = words.make_next(after)
    if last is not None:
        make_words.defer(after=last)


@job(_("Index articles by new rules"))
def index_again(after: int) -> None:
    """Those that follow an id: a part of them here, the others in the next job."""
    with transaction.atomic():
        last = indexing.index_next(after)
        if last is not None:
            index_again.defer(after=last)


@every(EVERY_FIVE_SECONDS)
@job(_("Count what was read"), retry=UNTIL_IT_WORKS, queue=TICKS, queueing_lock="count_readings")
def count_readings(timestamp: int) -> None:
    at = timezone.now()
    view_counts.fold(at)
    rankings.renew(at)
    forget_finished_ticks()


@every(HOURLY)
@job(_("Empty the tables of old reports"))
def empty_report_days(timestamp: int) -> None:
    report_days.empty(timezone.now())
