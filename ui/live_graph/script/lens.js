// The lens: both drawings fitted to their pane at one scale, so that rows stay level; zoom, and drag to move.

const LEAST_FIT = 0.45;
const LEGIBLE = 0.64;
const NARROW = 480;
const FOLDED_SHARE = 0.54; // of a narrow pane; the style sheet has it too
const MOST_FIT = 1.2;
const ZOOM_STEP = 1.25;
const DRAG_STARTS = 4;
const LEAST_CAPTION = 0.72, MOST_CAPTION = 24; // of the page's letters; in the drawing's own units

/** The scale at which a drawing is shown that fits at `fit`: what cannot be seen whole is drawn such that it can be read. */
const seen = (fit) => (fit < LEAST_FIT ? LEGIBLE : fit);

function lens(root, changed) {
  const panes = root.querySelector(".panes"), long = root.querySelector(".unfolded");
  const self = { scale: 1, zoom: 1, drawings: [], dragged: false };
  let grip = null;

  self.fit = () => {
    if (!self.drawings.length || !panes.clientHeight) return;
    const [folded, unfolded] = self.drawings.map((svg) => svg.viewBox.baseVal), only = panes.classList.contains("only-folded");
    const { clientWidth } = panes, height = folded.height, timeless = root.classList.contains("timeless");
    const both = only ? folded.width : timeless ? unfolded.width : folded.width + unfolded.width;
    // a folded drawing that would take much of the pane from an unfolded one that does not fit waits for its button
    const narrow = clientWidth < NARROW, [share, scale] = narrow ? [FOLDED_SHARE, Math.min(LEGIBLE, seen(panes.clientHeight / height))] : [1 / 3, LEGIBLE];
    const least = panes.clientHeight / height < LEAST_FIT ? LEGIBLE : LEAST_FIT; // what scrolls anyway need not be small too
    const alone = !only && !timeless && clientWidth / both < least && folded.width * scale > clientWidth * share;
    panes.classList.toggle("only-unfolded", alone);
    const wide = alone ? unfolded.width : both;
    // a low drawing leaves its room to what stands under it: first, since the pane's height follows
    if (!only) root.style.setProperty("--drawing", `${Math.ceil(height * Math.min(seen(clientWidth / wide), MOST_FIT))}px`);
    // on a phone and on a projector size counts more than seeing all columns: the drawing follows the cursor
    const large = root.classList.contains("presenting") || narrow;
    const whole = narrow && !only && !alone && !timeless ? Math.max(scale, (FOLDED_SHARE * clientWidth) / folded.width) : Infinity;
    self.scale = Math.min(seen(panes.clientHeight / height), large ? whole : seen(clientWidth / wide), MOST_FIT) * self.zoom;
    const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * LEAST_CAPTION;
    root.style.setProperty("--caption", `${Math.min(MOST_CAPTION, Math.max(14, letters / self.scale))}px`);
    for (const svg of self.drawings) {
      svg.setAttribute("width", svg.viewBox.baseVal.width * self.scale);
      svg.setAttribute("height", svg.viewBox.baseVal.height * self.scale);
    }
  };

  /** Zoom by steps (0 fits again), the middle of the pane staying where it is. */
  self.turn = (steps) => {
    const middle = (long.scrollLeft + long.clientWidth / 2) / self.scale, level = (panes.scrollTop + panes.clientHeight / 2) / self.scale;
    self.zoom = steps ? Math.min(6, Math.max(0.4, self.zoom * ZOOM_STEP ** steps)) : 1;
    self.fit();
    long.scrollLeft = middle * self.scale - long.clientWidth / 2;
    panes.scrollTop = level * self.scale - panes.clientHeight / 2;
    changed();
  };

  panes.onwheel = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    self.turn(event.deltaY < 0 ? 1 : -1);
  };
  panes.onpointerdown = (event) => {
    self.dragged = false;
    if (event.button === 0 && event.pointerType === "mouse") grip = { x: event.clientX, y: event.clientY };
  };
  panes.onpointermove = (event) => {
    if (!grip) return;
    const dx = event.clientX - grip.x, dy = event.clientY - grip.y;
    if (!self.dragged && Math.hypot(dx, dy) < DRAG_STARTS) return;
    if (!self.dragged) panes.setPointerCapture(event.pointerId);
    self.dragged = true;
    long.scrollLeft -= dx;
    panes.scrollTop -= dy;
    grip = { x: event.clientX, y: event.clientY };
  };
  panes.onpointerup = panes.onpointercancel = () => { grip = null; };
  return self;
}
