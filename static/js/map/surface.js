// Draws on a canvas and hands the picture over. A canvas that stays open for drawing is
// copied for every frame in which the map moves, where no graphics card helps.

const HANDS_OVER = "OffscreenCanvas" in window && "ImageBitmapRenderingContext" in window;

export class Surface {
  constructor(canvas) {
    this.canvas = canvas;
    this.draft = HANDS_OVER ? new OffscreenCanvas(1, 1) : canvas;
    this.context = this.draft.getContext("2d");
    if (HANDS_OVER) this.sheet = canvas.getContext("bitmaprenderer");
  }

  // In pixels of the screen; what was drawn is gone.
  resize(width, height) {
    this.canvas.width = this.draft.width = width;
    this.canvas.height = this.draft.height = height;
  }

  // Shows what was drawn since the last time; nothing of it stays in the draft.
  show() {
    this.sheet?.transferFromImageBitmap(this.draft.transferToImageBitmap());
  }
}
