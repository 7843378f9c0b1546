// The browser's side of DrawingBoard (board.py): shows the image, and turns what is drawn on it into strokes.
// A stroke is {label, width, points: [[x, y], …]}, in pixels of the image.

function button(text, title, action) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: text, title, onclick: action });
  return made;
}

function slider(value, most) {
  const made = document.createElement("input");
  Object.assign(made, { type: "range", min: 1, max: most, value, title: "width of the pencil" });
  made.setAttribute("aria-label", made.title);
  return made;
}

// Bytes from the kernel as an image that can be drawn; null if there are none.
async function imageOf(bytes) {
  return bytes.byteLength ? createImageBitmap(new Blob([bytes])) : null;
}

function drawStroke(pen, stroke, colour, border) {
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = colour;
  pen.lineWidth = stroke.width + border;
  pen.beginPath();
  pen.moveTo(...stroke.points[0]);
  stroke.points.forEach((point) => pen.lineTo(...point));
  pen.stroke();
}

function render({ model, el }) {
  const [height, width] = model.get("size");
  const scale = 1000 / Math.max(height, width); // pixels of the canvas per pixel of the image
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.style.maxWidth = `${Math.round(Math.min(680, (560 * width) / height))}px`;
  canvas.setAttribute("aria-label", "the image: draw on it with mouse, pen or finger");
  const pen = canvas.getContext("2d");
  const pencil = slider(Math.max(1, Math.round(Math.max(height, width) / 90)), Math.ceil(Math.max(height, width) / 15));
  const note = document.createElement("div");
  let label = 1;
  let photo = null;
  let tint = null;
  let drawing = null; // the stroke under the pencil
  const past = []; // earlier lists of strokes, for Undo

  function paint() {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    if (photo) pen.drawImage(photo, 0, 0, canvas.width, canvas.height);
    if (tint && showMask.checked) pen.drawImage(tint, 0, 0, canvas.width, canvas.height);
    pen.setTransform(scale, 0, 0, scale, scale / 2, scale / 2); // (0, 0) is the centre of the first pixel
    for (const stroke of [...model.get("strokes"), ...(drawing ? [drawing] : [])]) {
      drawStroke(pen, stroke, "rgba(0, 0, 0, 0.6)", 2 / scale);
      drawStroke(pen, stroke, model.get("colours")[stroke.label], 0);
    }
  }

  function setStrokes(strokes) {
    model.set("strokes", strokes);
    model.save_changes();
  }

  function change(strokes) {
    past.push(model.get("strokes"));
    setStrokes(strokes);
  }

  function undo() {
    setStrokes(past.length ? past.pop() : model.get("strokes").slice(0, -1));
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * width - 0.5;
    const y = ((event.clientY - box.top) / box.height) * height - 0.5;
    return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
  }

  canvas.onpointerdown = (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drawing = { label, width: Number(pencil.value), points: [place(event)] };
    paint();
  };
  canvas.onpointermove = (event) => {
    if (!drawing || !event.isPrimary) return;
    const [x, y] = place(event);
    const [lastX, lastY] = drawing.points.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < drawing.width / 2) return; // a stroke needs no finer points than its pencil
    drawing.points.push([x, y]);
    paint();
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    if (!drawing) return;
    const done = drawing;
    drawing = null;
    change([...model.get("strokes"), done]);
  };

  const classes = model.get("class_names").map((name, number) => {
    const made = button(name, `draw strokes for class ${number}, ${name}`, () => choose(number));
    made.className = "class";
    made.style.setProperty("--colour", model.get("colours")[number]);
    return made;
  });
  function choose(number) {
    label = number;
    classes.forEach((made, place) => made.setAttribute("aria-pressed", place === number));
  }
  choose(1);

  const mask = document.createElement("label");
  const showMask = Object.assign(document.createElement("input"), { type: "checkbox", checked: true, onchange: paint });
  mask.append(showMask, "mask");

  const tools = document.createElement("div");
  tools.className = "tools";
  tools.append(...classes, pencil, button("Undo", "undo the last change", undo));
  tools.append(button("Clear", "remove all strokes; Undo brings them back", () => change([])));
  const cut = button("Cut out", "train on the strokes, and show the mask", () => {
    cut.disabled = true; // at once, so that a second click does not train again
    model.send("cut out");
  });
  if (model.get("has_button")) tools.append(cut);
  tools.append(mask);
  note.className = "note";
  note.setAttribute("aria-live", "polite");
  el.classList.add("drawing-board");
  el.append(tools, canvas, note);

  const showNote = () => {
    note.textContent = model.get("note");
  };
  const wait = () => {
    cut.disabled = model.get("busy");
  };
  const newTint = async () => {
    tint = await imageOf(model.get("tint"));
    mask.hidden = !tint;
    paint();
  };
  const news = {
    "change:strokes": paint,
    "change:tint": newTint,
    "change:note": showNote,
    "change:busy": wait,
  };
  for (const [name, action] of Object.entries(news)) model.on(name, action);
  imageOf(model.get("photo")).then((image) => {
    photo = image;
    paint();
  });
  newTint();
  showNote();
  wait();
  return () => Object.entries(news).forEach(([name, action]) => model.off(name, action));
}

export default { render };
