// Time: play, pause, scrub, step both ways, speed; forward from 1 to T, then backward from T to 1.

const STEP_MILLISECONDS = 620;
const SPEEDS = [0.5, 1, 2, 4, 8];

function player(moments, changed) {
  const self = { phase: "forward", t: 1, part: 1, playing: false, speed: 1 };
  let last = 0;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function frame(now) {
    if (!self.playing) return;
    const elapsed = (now - last) / (STEP_MILLISECONDS / self.speed);
    self.part = calm.matches ? (elapsed >= 1 ? 1 : self.part) : Math.min(1, elapsed);
    if (elapsed >= 1) {
      last = now;
      if (!advance()) self.playing = false;
    }
    changed(self);
    requestAnimationFrame(frame);
  }

  /** Go on by one step; forward turns into backward at the end. False at the very end. */
  function advance() {
    self.part = calm.matches ? 1 : 0;
    if (self.phase === "forward" && self.t < moments()) self.t += 1;
    else if (self.phase === "forward" && self.backward) self.phase = "backward";
    else if (self.phase === "backward" && self.t > 1) self.t -= 1;
    else {
      self.part = 1;
      return false;
    }
    return true;
  }

  self.play = () => {
    if (self.playing) return;
    const atEnd = self.phase === "backward" ? self.t === 1 : self.t === moments() && !self.backward;
    if (atEnd) Object.assign(self, { phase: "forward", t: 1 });
    Object.assign(self, { playing: true, part: 0 });
    last = performance.now();
    changed(self);
    requestAnimationFrame(frame);
  };
  self.pause = () => { Object.assign(self, { playing: false, part: 1 }); changed(self); };
  self.toggle = () => (self.playing ? self.pause() : self.play());
  self.go = (t) => { self.t = Math.max(1, Math.min(moments(), t)); self.pause(); };
  self.turn = (phase) => { self.phase = phase; self.pause(); };
  self.faster = () => { self.speed = SPEEDS[(SPEEDS.indexOf(self.speed) + 1) % SPEEDS.length]; changed(self); };
  return self;
}
