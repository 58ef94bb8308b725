/* Sends the files that an editor drops or chooses, two at a time, and shows how far each is. */

const AT_ONCE = 2;

const zone = document.querySelector(".picture-drop");
const list = zone.querySelector(".picture-uploads");
const template = zone.querySelector("template");
const chosen = zone.querySelector("input[type=file]");
const words = JSON.parse(document.getElementById("picture-upload-words").textContent);
const limit = Number(zone.dataset.megabytes) * 1_000_000;
const waiting = [];
let sending = 0;
let depth = 0; // of the elements that the pointer is over while it drags

function add(files) {
  for (const file of files) {
    const item = template.content.cloneNode(true).firstElementChild;
    item.querySelector("strong").textContent = file.name;
    list.append(item);
    if (file.size > limit) fail(item, words.tooHeavy);
    else waiting.push([file, item]);
  }
  next();
}

function next() {
  while (sending < AT_ONCE && waiting.length) {
    sending += 1;
    send(...waiting.shift());
  }
  zone.toggleAttribute("data-busy", sending > 0);
}

function send(file, item) {
  const request = new XMLHttpRequest();
  const progress = item.querySelector("progress");
  const state = item.querySelector(".picture-upload-state");
  request.open("POST", zone.dataset.url);
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    progress.value = event.lengthComputable ? (event.loaded / event.total) * 100 : 0;
    state.textContent = `${Math.round(progress.value)} %`;
  });
  request.upload.addEventListener("load", () => {
    progress.removeAttribute("value"); // the server works on it now, nobody knows for how long
    state.textContent = words.working;
  });
  request.addEventListener("loadend", () => {
    const answer = request.response;
    if (request.status === 201) show(item, answer);
    else fail(item, answer?.error ?? reason(request));
    sending -= 1;
    next();
  });
  const form = new FormData();
  form.append("file", file);
  state.textContent = "0 %";
  request.send(form);
}

function reason(request) {
  if (request.status === 413) return words.tooHeavy;
  if (request.status === 403 || request.status === 200) return words.signIn; // 200: the page for signing in
  return request.status ? `${words.failed} (${request.status})` : words.offline;
}

function show(item, answer) {
  const picture = item.querySelector("img");
  picture.src = answer.thumbnail;
  picture.hidden = false;
  item.querySelector("progress").remove();
  item.querySelector(".picture-upload-state").textContent = `${answer.width} × ${answer.height}`;
  const link = item.querySelector("a");
  link.href = answer.page;
  link.hidden = false;
  item.classList.add("done");
}

function fail(item, why) {
  item.querySelector("progress")?.remove();
  item.querySelector(".picture-upload-state").textContent = why;
  item.classList.add("failed");
}

function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files");
}

// The whole page takes files: one that misses the zone must not replace the page.
window.addEventListener("dragenter", (event) => {
  if (!hasFiles(event)) return;
  depth += 1;
  zone.classList.add("over");
});
window.addEventListener("dragleave", (event) => {
  if (!hasFiles(event)) return;
  depth = Math.max(0, depth - 1);
  zone.classList.toggle("over", depth > 0);
});
window.addEventListener("dragover", (event) => {
  if (hasFiles(event)) event.preventDefault();
});
window.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  depth = 0;
  zone.classList.remove("over");
  add(event.dataTransfer.files);
});
chosen.addEventListener("change", () => {
  add(chosen.files);
  chosen.value = "";
});
window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});
