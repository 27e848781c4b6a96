/** Buttons in three weights; every target is at least 24 px, 44 px under a finger. */
import type { ButtonHTMLAttributes, Ref } from "react";
import { cx } from "./classes";
import { Icon, type IconName } from "./icons";
import { Kbd } from "./Kbd";
import { Tooltip } from "./Tooltip";

type Look = "primary" | "plain" | "quiet" | "note";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  ref?: Ref<HTMLButtonElement>;
}

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  plain: "border border-control text-ink hover:bg-hover",
  quiet: "text-ink-2 hover:bg-hover hover:text-ink",
  note: "border border-note-line bg-note text-note-ink hover:brightness-95",
};

export function Button({ look = "plain", className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        "touch inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-control px-2.5 text-label font-medium whitespace-nowrap",
        "transition-colors duration-(--fast) disabled:opacity-60 aria-disabled:opacity-60",
        LOOKS[look],
        className,
      )}
      {...rest}
    />
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> {
  icon: IconName;
  label: string;
  shortcut?: string;
  side?: "top" | "bottom" | "right";
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, shortcut, side = "bottom", className, ...rest }: IconButtonProps) {
  return (
    <Tooltip
      side={side}
      content={
        <>
          {label} {shortcut && <Kbd keys={shortcut} />}
        </>
      }
    >
      <button
        type="button"
        aria-label={label}
        className={cx(
          "touch inline-flex size-7 shrink-0 items-center justify-center rounded-control text-ink-2",
          "transition-colors duration-(--fast) hover:bg-hover hover:text-ink aria-pressed:text-accent",
          className,
        )}
        {...rest}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}
