/** A key as printed on a keyboard. */
import { cx } from "./classes";

export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={cx("inline-flex gap-0.5 align-middle", className)}>
      {keys.split(" ").map((key) => (
        <kbd
          key={key}
          className="min-w-4 rounded-control border border-line bg-sunken px-1 text-center font-sans text-meta text-ink-2"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
