"""What README says that an editor may type into the console of a page of the admin."""

import re

from tests.test_readme import README

[FETCH] = re.findall(r"^fetch\(.*\)$", README, re.MULTILINE)
METRICS = """async () => {
  const answer = await %s
  await answer.text()
  const [entry] = performance.getEntriesByName(answer.url)
  return entry.serverTiming.map(({name, description}) => [name, description])
}"""


def test_the_browser_shows_an_editor_where_the_time_went(sign_in):
    page = sign_in("reporter")

    total, database, render = page.evaluate(METRICS % FETCH)

    assert (total, render) == (["total", ""], ["render", ""])
    assert re.fullmatch(r"db: 2 statements, \d+ rows", ": ".join(database))
