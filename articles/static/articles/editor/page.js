// The page on which an article is written.

import { autosave } from "./autosave.js"
import { bodyEditor } from "./body.js"
import { choices } from "./choices.js"
import { csrfToken, element, later } from "./elements.js"
import { presence } from "./presence.js"

const WORD = /[\p{L}\p{N}_]+(?:['`´‘’ʻʼ′‐‑-][\p{L}\p{N}_]+)*/gu
const INLINE = /<\/?(?:a|em|strong)(?: [^>]*)?>/g

const form = document.querySelector("form[data-editor]")
if (form) edit(form, JSON.parse(document.getElementById("article-editor").textContent))

function edit(form, { labels, addresses, user, summaryLength, wordsPerMinute, slugFollows }) {
  const { title, slug, summary, body_html: textarea } = form.elements
  const language = () => form.elements.language?.value || form.dataset.language
  const status = document.querySelector("[data-status]")
  const compare = document.querySelector("[data-compare]")
  const others = document.querySelector("[data-others]")
  let leaving = false

  const body = bodyEditor(textarea, { labels, addresses, language, changed: () => changed() })
  const pickers = [...form.querySelectorAll("[data-choice]")].map((box) => choices(box, () => changed()))

  const collect = () => {
    body.write()
    const data = new FormData(form)
    const names = [...new Set(data.keys())].filter((name) => !["seen", "sent_as", "csrfmiddlewaretoken"].includes(name))
    return Object.fromEntries(names.map((name) => [name, data.getAll(name)]))
  }
  const tell = (kind, text, overtaken = false) => {
    status.dataset.status = kind
    status.textContent = text
    if (overtaken) compare.hidden = false
  }
  const saving = autosave({
    form,
    start: addresses,
    user,
    article: Boolean(addresses.change),
    labels,
    collect,
    chosen: () => Object.fromEntries(pickers.map((picker) => [picker.name, picker.chosen()])),
    tell,
    became: (said) => {
      showProblems(said.errors)
      if (follows && slug !== document.activeElement) slug.value = said.slug
      if (said.addresses) become(said)
    },
  })
  const here = presence({
    address: () => saving.addresses().presence,
    form,
    seen: saving.seen,
    show: (said) => {
      const lines = [...(said.others ?? []), ...(said.overtaken ? [said.overtaken] : [])]
      others.replaceChildren(...lines.map((line) => element("p", { textContent: line })))
      others.hidden = !lines.length
      if (said.overtaken && !leaving) compare.hidden = false
    },
  })

  function changed() {
    saving.changed()
    count()
  }

  // The page of a new article goes on as the page of the article that it has become.
  function become({ id, addresses }) {
    form.dataset.article = id
    history.replaceState(null, "", addresses.change)
    for (const name of ["language", "story"]) if (form.elements[name]) form.elements[name].disabled = true
    here.report()
  }

  function showProblems(errors) {
    for (const field of form.querySelectorAll("[data-field]")) {
      const problem = field.querySelector("[data-problem]")
      problem.textContent = errors[field.dataset.field] ?? ""
      field.classList.toggle("errors", Boolean(problem.textContent))
    }
  }

  const count = later(200, () => {
    const html = body.html().replace(INLINE, "").replace(/<[^>]*>/g, " ").replace(/&nbsp;|&(amp|lt|gt|quot);/g, " ")
    const words = html.match(WORD)?.length ?? 0
    const minutes = Math.max(1, Math.ceil(words / wordsPerMinute))
    say("[data-length]", labels.length.replace("%(words)s", words).replace("%(minutes)s", minutes))
    const letters = [...summary.value.trim()].length
    say("[data-summary-length]", labels.letters.replace("%(letters)s", letters).replace("%(most)s", summaryLength))
    form.querySelector("[data-summary-length]").classList.toggle("over", letters > summaryLength)
  })
  const say = (selector, text) => (form.querySelector(selector).textContent = text)

  let follows = slugFollows
  const propose = async (words) => {
    const asked = { title: words, language: language(), article: form.dataset.article ?? "" }
    const answer = await fetch(`${addresses.slug}?${new URLSearchParams(asked)}`).catch(() => null)
    if (!answer?.ok || answer.redirected) return
    slug.value = (await answer.json()).slug
    saving.changed()
  }
  const follow = later(500, () => follows && title.value.trim() && propose(title.value))
  title.addEventListener("input", follow)
  title.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault())
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    saving.save()
  })
  form.elements.language?.addEventListener("change", follow)
  slug.addEventListener("change", () => {
    follows = !slug.value.trim()
    propose(follows ? title.value : slug.value)
  })

  form.addEventListener("input", changed)
  form.addEventListener("change", changed)
  form.addEventListener("submit", async (event) => {
    if (leaving) return
    event.preventDefault()
    leaving = true
    await saving.finished()
    form.elements.sent_as.value = saving.stop()
    form.elements.seen.value = saving.seen().join(" ")
    form.elements.csrfmiddlewaretoken.value = csrfToken(form)
    setTimeout(() => form.requestSubmit(event.submitter)) // while this event lasts, it would be ignored
  })
  window.addEventListener("pagehide", () => {
    if (!leaving) saving.leave()
    here.leave()
  })
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return
    leaving = false
    saving.resume()
    here.back()
  })
  // What is done by the buttons above is done with the text of this moment, or not at all.
  document.querySelector(".state-bar")?.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]:not([target])")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    await saving.save()
    if (saving.isSaved() || !link.closest("[data-deeds]")) location.assign(link.href)
  })

  restore(saving.remembered())
  count()

  function restore(kept) {
    if (!kept) return
    for (const name of ["language", "title", "slug", "summary", "section", "source_name", "source_url"])
      if (kept.values[name]) form.elements[name].value = kept.values[name][0]
    for (const name of ["is_breaking", "is_featured"]) form.elements[name].checked = name in kept.values
    for (const picker of pickers) picker.put(kept.chosen?.[picker.name] ?? picker.chosen())
    if (kept.values.body_html) body.replace(kept.values.body_html[0])
    if (saving.isSaved()) return
    const time = new Date(kept.at).toLocaleString(document.documentElement.lang)
    tell("wrong", labels.restored.replace("%(time)s", time))
    saving.save()
  }
}
