/** Which Enter sends: plain or with Ctrl or Command, but never the one that ends a composed word. */
interface Stroke {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

const COMPOSING_KEY_CODE = 229;

export function isEnterToSend(stroke: Stroke): boolean {
  // Some browsers end the composition before the key arrives; then only the old key code tells.
  if (stroke.isComposing || stroke.keyCode === COMPOSING_KEY_CODE) return false;
  return stroke.key === "Enter" && !stroke.shiftKey && !stroke.altKey;
}
