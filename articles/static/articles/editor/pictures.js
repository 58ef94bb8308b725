// Chooses a picture of the library, or changes the words under one in the text.

import { ask } from "./dialogs.js"
import { element, later } from "./elements.js"
import { escaped } from "./serialise.js"

const wordsOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent

export async function askForPicture(labels, address, language, present = null) {
  const chosen = { src: present?.src ?? null }
  const picker = present ? [] : [library(labels, address, language, chosen)]
  const said = { caption: wordsOf(present?.caption ?? ""), credit: wordsOf(present?.credit ?? "") }
  const values = await ask(labels, {
    title: present ? labels.editPicture : labels.picture,
    done: present ? labels.keep : labels.insert,
    before: picker,
    fields: [
      {
        name: "alt",
        label: labels.alt,
        value: present?.alt ?? "",
        check: () => !chosen.src && labels.choosePicture,
      },
      { name: "caption", label: labels.caption, value: said.caption, rows: 2 },
      { name: "credit", label: labels.credit, value: said.credit },
    ],
  })
  if (!values) return null
  const html = (name) => (values[name] === said[name] && present ? present[name] : escaped(values[name]))
  return { ...present, src: chosen.src, alt: values.alt, caption: html("caption"), credit: html("credit") }
}

function library(labels, address, language, chosen) {
  const search = element("input", { type: "search", id: "editor-library-search" })
  const found = element("div", { className: "editor-library", role: "group", "aria-live": "polite" })
  const show = async () => {
    const answer = await fetch(`${address}?${new URLSearchParams({ term: search.value, language })}`)
    const { results } = answer.ok ? await answer.json() : { results: [] }
    found.replaceChildren(...results.map((picture) => offer(picture, found, chosen)))
    if (!results.length) found.textContent = labels.noPictures
  }
  search.addEventListener("input", later(300, show))
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    show()
  })
  show()
  return element("div", { className: "editor-field" }, [
    element("label", { htmlFor: search.id, textContent: labels.searchPictures }),
    search,
    found,
  ])
}

function offer(picture, found, chosen) {
  const button = element("button", { type: "button", "aria-pressed": "false", title: picture.text }, [
    element("img", { src: picture.thumbnail, alt: picture.text, loading: "lazy" }),
    element("span", { textContent: `${picture.id}` }),
  ])
  button.addEventListener("click", () => {
    found.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", each === button))
    chosen.src = `image:${picture.id}`
    const form = button.closest("form")
    for (const name of ["alt", "caption", "credit"]) form.elements[name].value = picture[name]
  })
  return button
}
