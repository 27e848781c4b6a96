/** The list of keys, opened by "?". */
import { i18n } from "@lingui/core";
import { Dialog } from "../components/Dialog";
import { Kbd } from "../components/Kbd";
import { commandName } from "./commandName";
import { BINDINGS, printedKeys } from "./keymap";
import { isMac } from "./platform";

export function Sheet({ onClose }: { onClose: () => void }) {
  const commands = [...new Set(BINDINGS.map((binding) => binding.command))];
  return (
    <Dialog
      title={i18n._("Keyboard shortcuts")}
      open
      onOpenChange={(open) => open || onClose()}
      className="max-w-160"
    >
      <dl className="grid gap-x-8 overflow-y-auto px-5 pb-3 md:grid-cols-2">
        {commands.map((id) => (
          <div key={id} className="flex h-8 items-center justify-between gap-4">
            <dt>{commandName(id)}</dt>
            <dd>
              <Kbd keys={printedKeys(id, isMac)} />
            </dd>
          </div>
        ))}
        <div className="flex h-8 items-center justify-between gap-4">
          <dt>{i18n._("Send")}</dt>
          <dd>
            <Kbd keys={isMac ? "⌘ Enter" : "Ctrl Enter"} />
          </dd>
        </div>
      </dl>
      <p className="border-t border-line px-5 py-3 text-label text-ink-2">
        {i18n._("Single keys rest while you type. They can be switched off in your profile menu.")}
      </p>
    </Dialog>
  );
}
