// The fonts of the drawing, from the server; without them the page's serif stands in.

const FACES = [["STIXGeneral", "STIXGeneral.ttf", {}], ["STIXGeneral", "STIXGeneralItalic.ttf", { style: "italic" }],
  ["Source Sans 3", "SourceSans3-400.ttf", { weight: "400" }], ["Source Sans 3", "SourceSans3-600.ttf", { weight: "600" }]];

if (!globalThis.liveGraphFonts) {
  globalThis.liveGraphFonts = FACES.map(([family, file, look]) => new FontFace(family, `url(/fonts/${file})`, look));
  for (const face of globalThis.liveGraphFonts) {
    document.fonts.add(face);
    face.load().catch(() => {});
  }
}
