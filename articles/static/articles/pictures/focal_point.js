/* The mark on the picture, its two fields and the crops always say the same. */

const STEP = 0.01;
const LARGE_STEP = 0.1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const frame = document.querySelector("[data-focus]");
const picture = frame.querySelector("img");
const mark = frame.querySelector("button");
const place = frame.querySelector("output");
const fields = { x: document.getElementById("id_focal_x"), y: document.getElementById("id_focal_y") };
const crops = [...document.querySelectorAll("[data-crop]")];
let dragging = false;

function within(value) {
  return Math.min(1, Math.max(0, value));
}

function point() {
  const [x, y] = [fields.x, fields.y].map((field) => (field.value === "" ? 0.5 : within(Number(field.value))));
  return { x: Number.isNaN(x) ? 0.5 : x, y: Number.isNaN(y) ? 0.5 : y };
}

function move(x, y) {
  fields.x.value = within(x).toFixed(3);
  fields.y.value = within(y).toFixed(3);
  for (const field of [fields.x, fields.y]) field.dispatchEvent(new Event("change", { bubbles: true }));
}

/* Where `object-position` must be so that the point is as central as the edges allow, as the server cuts. */
function position(share, side, shown) {
  const room = side - shown;
  return room > 0 ? (100 * Math.min(room, Math.max(0, side * share - shown / 2))) / room : 50;
}

function draw() {
  const { x, y } = point();
  mark.style.left = `${100 * x}%`;
  mark.style.top = `${100 * y}%`;
  place.textContent = `${Math.round(100 * x)} % · ${Math.round(100 * y)} %`;
  const { naturalWidth: width, naturalHeight: height } = picture;
  for (const crop of crops) {
    const [across, down] = crop.dataset.crop.split("x").map(Number);
    crop.style.aspectRatio = `${across} / ${down}`;
    const shown = [Math.min(width, (height * across) / down), Math.min(height, (width * down) / across)];
    crop.firstElementChild.style.objectPosition = `${position(x, width, shown[0])}% ${position(y, height, shown[1])}%`;
  }
}

function follow(event) {
  const box = picture.getBoundingClientRect();
  move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
}

if (fields.x) {
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    dragging = true;
    frame.setPointerCapture(event.pointerId);
    mark.focus();
    follow(event);
  });
  frame.addEventListener("pointermove", (event) => dragging && follow(event));
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => (dragging = false));
  mark.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const { x, y } = point();
    move(x + arrow[0] * step, y + arrow[1] * step);
  });
  for (const field of Object.values(fields)) {
    field.addEventListener("input", draw);
    field.addEventListener("change", draw);
  }
  picture.addEventListener("load", draw);
  draw();
}
