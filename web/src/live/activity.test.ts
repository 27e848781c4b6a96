import { expect, test } from "vitest";
import { type Surface, watchActivity } from "./activity";

function makeSurface() {
  const ears = new Map<string, () => void>();
  const surface = {
    hour: 0,
    now: () => surface.hour,
    listen: (sign: string, heard: () => void) => {
      ears.set(sign, heard);
      return () => ears.delete(sign);
    },
    does: (sign: string) => ears.get(sign)?.(),
    ears,
  };
  return surface satisfies Surface;
}

test("a busy minute is told once", () => {
  const surface = makeSurface();
  let told = 0;
  watchActivity(surface, async () => {
    told += 1;
  });

  for (const sign of ["keydown", "pointerdown", "keydown"]) surface.does(sign);
  surface.hour = 59_999;
  surface.does("keydown");
  expect(told).toBe(1);
  surface.hour = 60_000;
  surface.does("keydown");
  expect(told).toBe(2);
});

test("what did not arrive is told again, and leaving the page ends it", async () => {
  const surface = makeSurface();
  let told = 0;
  const stop = watchActivity(surface, async () => {
    told += 1;
    throw new Error("no line");
  });

  surface.does("keydown");
  await Promise.resolve();
  await Promise.resolve();
  surface.does("keydown");
  expect(told).toBe(2);
  stop();
  expect(surface.ears.size).toBe(0);
});
