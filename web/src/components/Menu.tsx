/** Drop-down menus, with radio groups for "one of these". */
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./classes";
import { Icon, type IconName } from "./icons";
import { Kbd } from "./Kbd";

export const POPUP =
  "origin-(--transform-origin) rounded-card border border-line bg-raised text-body text-ink shadow-overlay outline-none transition-opacity duration-(--fast) data-ending-style:opacity-0 data-starting-style:opacity-0";

const ITEM =
  "touch flex h-7 items-center gap-2 rounded-control px-2 outline-none select-none data-highlighted:bg-sel data-disabled:opacity-60";

interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  side?: "top" | "bottom" | "right";
  align?: "start" | "end" | "center";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, children, side = "bottom", align = "start", ...state }: MenuProps) {
  return (
    <Base.Root {...state}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-40 outline-none"
        >
          <Base.Popup className={cx(POPUP, "min-w-52 p-1")}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ItemProps {
  icon?: IconName;
  children: ReactNode;
  hint?: ReactNode;
  shortcut?: string;
  disabled?: boolean;
  onSelect: () => void;
}

export function MenuItem({ icon, children, hint, shortcut, disabled = false, onSelect }: ItemProps) {
  return (
    <Base.Item className={ITEM} disabled={disabled} onClick={onSelect}>
      {icon && <Icon name={icon} className="text-ink-2" />}
      <span className="flex-1 truncate">{children}</span>
      {hint && <span className="numbers text-label text-ink-2">{hint}</span>}
      {shortcut && <Kbd keys={shortcut} />}
    </Base.Item>
  );
}

interface ChoiceProps<Value extends string> {
  title: string;
  value: Value;
  options: readonly { value: Value; label: string; mark?: ReactNode }[];
  onChoose: (value: Value) => void;
}

export function MenuChoice<Value extends string>({ title, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-meta font-medium text-ink-2">{title}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(chosen: Value) => onChoose(chosen)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={ITEM} closeOnClick>
            {option.mark}
            <span className="flex-1 truncate">{option.label}</span>
            <Base.RadioItemIndicator>
              <Icon name="check" className="text-accent" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
