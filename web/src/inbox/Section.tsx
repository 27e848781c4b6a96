/** A titled part of the contact drawer. */
import type { ReactNode } from "react";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line px-4 py-3 first-of-type:border-t-0">
      <h3 className="mb-1.5 text-label font-semibold text-ink-2">{title}</h3>
      {children}
    </section>
  );
}
