/** What a pane shows when it has nothing, is waiting, or failed. */
import { i18n } from "@lingui/core";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { Icon, type IconName } from "./icons";

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 px-6 py-12 text-center">
      <Icon name={icon} size={28} className="mb-2 text-control" />
      <p className="text-read font-medium">{title}</p>
      {children && <div className="max-w-72 text-body text-ink-2">{children}</div>}
    </div>
  );
}

export function Failure({ title, reason, onRetry }: { title: string; reason?: string; onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="m-3 flex items-start gap-2 rounded-card border border-danger bg-danger-bg p-3"
    >
      <Icon name="alert" className="mt-0.5 shrink-0 text-danger" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {reason && <p className="text-label text-ink-2">{reason}</p>}
      </div>
      <Button onClick={onRetry}>{i18n._("Retry")}</Button>
    </div>
  );
}

export function SkeletonRows({ count = 8 }: { count?: number }) {
  return (
    <div role="status" aria-label={i18n._("Loading")}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index.toString()} className="row-height flex items-center gap-3 px-3">
          <span className="skeleton size-8 rounded-full" />
          <span className="flex flex-1 flex-col gap-2">
            <span className="skeleton h-3 w-2/5" />
            <span className="skeleton h-3 w-4/5" />
          </span>
        </div>
      ))}
    </div>
  );
}

export function SkeletonThread() {
  const widths = ["w-1/2", "w-2/5", "w-3/5", "w-1/3", "w-1/2"];
  return (
    <div role="status" aria-label={i18n._("Loading")} className="flex flex-1 flex-col justify-end gap-4 p-6">
      {widths.map((width, index) => (
        <span
          key={width + index.toString()}
          className={`skeleton h-10 ${width} ${index % 2 ? "self-end" : ""}`}
        />
      ))}
    </div>
  );
}
