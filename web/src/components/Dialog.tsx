/** A modal panel with a title; Escape and the backdrop close it, focus returns to where it was. */
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { cx } from "./classes";

interface DialogProps {
  title: string;
  titleShown?: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children: ReactNode;
}

export function Dialog({
  title,
  titleShown = true,
  open,
  onOpenChange,
  initialFocus,
  className,
  children,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-(--fast) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(initialFocus && { initialFocus })}
          className={cx(
            "fixed inset-x-4 top-[12vh] z-50 mx-auto flex max-h-[76vh] flex-col overflow-hidden rounded-panel border border-line bg-raised text-ink shadow-overlay outline-none transition-opacity duration-(--fast) data-ending-style:opacity-0 data-starting-style:opacity-0",
            className,
          )}
        >
          <Base.Title className={titleShown ? "px-5 pt-4 pb-2 text-section font-semibold" : "sr-only"}>
            {title}
          </Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
