// Signing by hand. Without this the page takes a typed name.
{
  for (const box of document.querySelectorAll(".helpdesk [data-drawing]")) {
    const canvas = box.querySelector("canvas");
    const pen = canvas.getContext?.("2d");
    const field = document.getElementById(box.dataset.drawing);
    if (!pen || !window.PointerEvent) continue;
    const most = Number(box.dataset.points);
    const longest = Number(box.dataset.numbers);
    const strokes = [];
    let stroke = null;

    Object.assign(canvas.style, {
      display: "block", width: "100%", touchAction: "none", cursor: "crosshair",
      background: "#fff", border: "2px solid #767676", borderRadius: "8px",
    });
    const draw = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
      for (const one of strokes) {
        pen.beginPath();
        pen.moveTo(one[0], one[1]);
        for (let at = 2; at < one.length; at += 2) pen.lineTo(one[at], one[at + 1]);
        pen.stroke();
      }
    };
    const write = () => { field.value = strokes.map((one) => one.join(" ")).join(";"); };
    const drawn = () => strokes.reduce((sum, one) => sum + one.length / 2, 0);
    const at = (event) => {
      const seen = canvas.getBoundingClientRect();
      const within = (part, whole, size) => Math.round(Math.min(Math.max(part / whole, 0), 1) * size);
      return [within(event.clientX - seen.left, seen.width, canvas.width), within(event.clientY - seen.top, seen.height, canvas.height)];
    };
    const go = (event, sparse) => {
      const [across, down] = at(event);
      const [was, before] = stroke.slice(-2);
      if (sparse && Math.hypot(across - was, down - before) < 4) return;
      if (stroke.length < longest && drawn() < most) stroke.push(across, down);
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (stroke || event.button > 0 || strokes.length >= Number(box.dataset.strokes) || drawn() + 2 > most) return;
      event.preventDefault();
      canvas.setPointerCapture?.(event.pointerId);
      stroke = at(event);
      strokes.push(stroke);
    });
    canvas.addEventListener("pointermove", (event) => { if (stroke) { go(event, true); draw(); } });
    const end = (event) => {
      if (!stroke) return;
      go(event, false);
      stroke = null;
      draw();
      write();
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    box.querySelector("[data-clear]").addEventListener("click", () => { strokes.length = 0; draw(); write(); });

    for (const one of field.value.split(";")) {
      const numbers = one.trim().split(/\s+/).map(Number);
      if (numbers.length > 1 && numbers.every(Number.isInteger)) strokes.push(numbers);
    }
    draw();
    box.hidden = false;
  }
}
