/** Shows the queued toasts, newest at the bottom, each with at most one action. */
import { Toast } from "@base-ui/react/toast";
import { i18n } from "@lingui/core";
import { cx } from "./classes";
import { Icon } from "./icons";
import { toasts } from "./toasts";

export function Toaster() {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed start-4 bottom-4 z-50 flex w-[min(380px,calc(100vw-32px))] flex-col gap-2 outline-none md:start-18">
          <Items />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Items() {
  const { toasts: items } = Toast.useToastManager();
  return items.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      swipeDirection={["down", "left"]}
      className={cx(
        "rounded-card border bg-raised text-body text-ink shadow-overlay transition-opacity duration-(--slow) data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0",
        item.type === "error" ? "border-danger" : "border-line",
      )}
    >
      <Toast.Content className="flex items-center gap-3 py-2 ps-3 pe-2">
        {item.type === "error" && <Icon name="alert" className="shrink-0 text-danger" />}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium" />
          <Toast.Description className="text-label text-ink-2" />
        </div>
        {item.actionProps && (
          <Toast.Action className="touch inline-flex h-7 items-center gap-2 rounded-control px-2 font-medium text-accent hover:bg-hover" />
        )}
        <Toast.Close
          aria-label={i18n._("Dismiss")}
          className="touch inline-flex size-7 items-center justify-center rounded-control text-ink-2 hover:bg-hover"
        >
          <Icon name="close" size={14} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
