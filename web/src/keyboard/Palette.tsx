/** Ctrl+K: every command that can be carried out now, found by name, with its key. */
import { i18n } from "@lingui/core";
import { useRef } from "react";
import { Dialog } from "../components/Dialog";
import { Kbd } from "../components/Kbd";
import { Picker } from "../components/Picker";
import { commandName } from "./commandName";
import { runCommand, useAvailableCommands } from "./commands";
import { BINDINGS, type CommandId, printedKeys } from "./keymap";
import { isMac } from "./platform";

export function Palette({ onClose }: { onClose: () => void }) {
  const available = useAvailableCommands();
  const field = useRef<HTMLInputElement>(null);
  const commands = [...new Set(BINDINGS.map((binding) => binding.command))].filter(
    (id) => id !== "palette" && id !== "leave" && available.includes(id),
  );
  const pick = (id: string) => {
    onClose();
    // After the dialog has given focus back, so that the command may move it.
    setTimeout(() => runCommand(id as CommandId), 0);
  };
  return (
    <Dialog
      title={i18n._("Command palette")}
      titleShown={false}
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={field}
      className="max-w-140"
    >
      <Picker
        tall
        inputRef={field}
        label={i18n._("Type a command")}
        choices={commands.map((id) => ({
          id,
          label: commandName(id),
          hint: <Kbd keys={printedKeys(id, isMac)} />,
        }))}
        onPick={pick}
      />
    </Dialog>
  );
}
