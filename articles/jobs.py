"""What the newsroom has done in the background."""

from django.utils import timezone

from articles.models import Image
from articles.pictures import files
from newsapi.jobs import every, job

# Pages that are open, and answers in caches, go on naming the files of before for a while.
OLD_FILES_STAY = {"hours": 1}


@job(name="articles.renew_picture")
def renew_picture(image_id: int) -> None:
    """Makes the sizes of a picture that are missing; what they replace is deleted later."""
    if files.renew(image_id):
        renew_picture.configure(schedule_in=OLD_FILES_STAY).defer(image_id=image_id)


@every("7 * * * *")
@job(name="articles.end_picture_rights")
def end_picture_rights(timestamp: int) -> None:
    """Deletes the public files of pictures whose rights have ended; readers see a stand-in already."""
    for image_id in Image.objects.with_files_to_delete(timezone.now()).values_list("pk", flat=True):
        renew_picture.defer(image_id=image_id)
