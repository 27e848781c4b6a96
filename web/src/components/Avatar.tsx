/** Initials in a quiet disc; a person's presence is a mark with a shape of its own, not a colour alone. */
import { cx } from "./classes";
import { initials, tint } from "./initials";

export function Avatar({ name, size = "md" }: { name: string; size?: "sm" | "md" | "lg" }) {
  const sizes = { sm: "size-5 text-[9px]", md: "size-8 text-label", lg: "size-12 text-section" };
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none",
        `tint-${tint(name)}`,
        sizes[size],
      )}
    >
      {initials(name)}
    </span>
  );
}
