"""The pages of background jobs: what failed, why, and a button to try it again."""

import pytest

from newsapi.models import Job, JobError
from tests.people import a_person, a_superuser, signed_in
from tests.test_jobs import a_job, status

pytestmark = pytest.mark.django_db

LIST = "/admin/newsapi/job/"


@pytest.fixture
def chief(db):
    return signed_in(a_person("chief", "chief_editor"))


def shown(client, query=""):
    return [job.pk for job in client.get(LIST + query).context_data["cl"].result_list]


def a_failed_job(error="Traceback …\nValueError: It rains.\n", **columns):
    job_id = a_job("failed", attempts=5, **columns)
    JobError.objects.create(job_id=job_id, error=error)
    return job_id


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("", ["failed"]),
        ("?state=failed", ["failed"]),
        ("?state=waiting", ["todo"]),
        ("?state=running", ["doing"]),
        ("?state=finished", ["aborted", "cancelled", "succeeded"]),
        ("?state=nonsense", ["failed"]),
    ],
)
def test_the_list_shows_one_state_and_at_first_what_failed(chief, query, states):
    jobs = {a_job(state): state for state in ("todo", "doing", "failed", "succeeded", "cancelled", "aborted")}

    assert sorted(jobs[job_id] for job_id in shown(chief, query)) == states


def test_the_list_names_jobs_as_people_do(chief):
    a_failed_job(task_name="newsapi.jobs.forget_old_jobs")

    answer = chief.get(LIST).content.decode()

    assert "Forget old jobs" in answer
    assert "why &quot;It rains.&quot;" in answer
    assert "ValueError: It rains." in answer


def test_a_job_that_the_code_no_longer_has_is_called_by_its_function(chief):
    a_failed_job(task_name="articles.jobs.gone")

    assert "articles.jobs.gone" in chief.get(LIST).content.decode()


def test_the_list_costs_the_same_however_many_jobs_it_shows(chief, django_assert_num_queries):
    chief.get(LIST)
    for number in range(12):
        a_failed_job(f"ValueError: {number}")

    # session, user, membership, rights of the user, rights of groups; how many jobs, and the jobs
    with django_assert_num_queries(7):
        assert len(shown(chief)) == 12


def test_the_page_of_a_job_has_its_whole_error_and_its_history(chief):
    job_id = a_failed_job("Traceback …\n  File <somewhere>\nValueError: It rains.\n")

    answer = chief.get(f"{LIST}{job_id}/change/").content.decode()

    assert "Traceback …\n  File &lt;somewhere&gt;\nValueError: It rains." in answer
    assert "tests.working.fail" in answer
    assert "queued" in answer


def test_a_job_is_tried_again_at_the_press_of_a_button(chief):
    job_id = a_failed_job()
    page = chief.get(f"{LIST}{job_id}/change/").content.decode()
    assert f'action="{LIST}{job_id}/again/"' in page

    answer = chief.post(f"{LIST}{job_id}/again/", follow=True)

    assert "1 job will be tried again." in answer.content.decode()
    assert status(job_id) == "todo"


def test_a_job_that_did_not_fail_has_no_such_button(chief):
    job_id = a_job("doing")

    page = chief.get(f"{LIST}{job_id}/change/").content.decode()
    answer = chief.post(f"{LIST}{job_id}/again/", follow=True)

    assert "Try again" not in page
    assert "Nothing is left to be tried again" in answer.content.decode()
    assert status(job_id) == "doing"


def test_several_jobs_are_tried_again_at_once(chief):
    jobs = [a_failed_job(), a_failed_job()]

    answer = chief.post(LIST, {"action": "try_again", "_selected_action": jobs}, follow=True)

    assert "2 jobs will be tried again." in answer.content.decode()
    assert [status(job_id) for job_id in jobs] == ["todo", "todo"]


def test_looking_at_the_address_of_the_button_does_nothing(chief):
    job_id = a_failed_job()

    answer = chief.get(f"{LIST}{job_id}/again/")

    assert answer.status_code == 405
    assert status(job_id) == "failed"


@pytest.mark.parametrize("role", ["reporter", "editor", "photo_desk", "weather_desk"])
def test_jobs_are_the_business_of_chief_editors(role):
    client = signed_in(a_person(role=role))
    job_id = a_failed_job()

    answers = [
        client.get(LIST),
        client.get(f"{LIST}{job_id}/change/"),
        client.post(f"{LIST}{job_id}/again/"),
        client.post(LIST, {"action": "try_again", "_selected_action": [job_id]}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert status(job_id) == "failed"


def test_nobody_deletes_or_changes_jobs_by_hand():
    client = signed_in(a_superuser())
    job_id = a_failed_job()

    answers = [
        client.post(f"{LIST}{job_id}/delete/", {"post": "yes"}),
        client.post(f"{LIST}{job_id}/change/", {"status": "succeeded"}),
        client.get(f"{LIST}add/"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Job.objects.get().status == "failed"


def test_the_list_that_comes_with_the_queue_is_not_shown_beside_ours():
    assert signed_in(a_superuser()).get("/admin/procrastinate/procrastinatejob/").status_code == 404
