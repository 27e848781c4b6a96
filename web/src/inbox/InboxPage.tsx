/** The inbox: views, list, thread and contact side by side; fewer at a time on smaller screens. */
import { i18n } from "@lingui/core";
import { lazy, Suspense } from "react";
import { cx } from "../components/classes";
import { Empty } from "../components/states";
import { NARROW, useMedia, WIDE } from "../components/useMedia";
import { useCommand } from "../keyboard/commands";
import { setPreferences, usePreferences } from "../preferences/preferences";
import { ContactDrawer } from "./ContactDrawer";
import { ListPane } from "./ListPane";
import { ThreadPane } from "./ThreadPane";
import { undoLast } from "./undo";
import { useInbox } from "./useInbox";
import { ViewsPane } from "./ViewsPane";

const SearchDialog = lazy(() =>
  import("./SearchDialog").then((module) => ({ default: module.SearchDialog })),
);

export function InboxPage() {
  const inbox = useInbox();
  const narrow = useMedia(NARROW);
  const wide = useMedia(WIDE);
  const { viewsShown } = usePreferences();
  const drawerShown = inbox.drawer ? inbox.drawer === "open" : wide;
  const { selectedId } = inbox;

  useCommand("undo", undoLast);
  useCommand("search", () => inbox.setQuery(""));
  useCommand("toggleViews", () => setPreferences({ viewsShown: !viewsShown }), !narrow);
  useCommand(
    "toggleDrawer",
    () => inbox.setDrawer(drawerShown ? "closed" : "open"),
    selectedId !== undefined,
  );
  useCommand("leave", () => leave(drawerShown && !wide ? () => inbox.setDrawer("closed") : undefined));

  return (
    <main className="relative flex min-h-0 flex-1" aria-label={i18n._("Inbox")}>
      <h1 className="sr-only">{i18n._("Inbox")}</h1>
      {viewsShown && !narrow && <ViewsPane current={inbox.view} />}
      <ListPane
        key={inbox.view}
        inbox={inbox}
        className={cx("md:w-80 md:shrink-0 md:border-e max-md:flex-1", selectedId && narrow && "hidden")}
      />
      {selectedId ? (
        <>
          <ThreadPane
            key={selectedId}
            id={selectedId}
            inbox={inbox}
            narrow={narrow}
            onToggleDrawer={() => inbox.setDrawer(drawerShown ? "closed" : "open")}
            drawerShown={drawerShown}
          />
          {drawerShown && (
            <ContactDrawer
              conversationId={selectedId}
              overlay={!wide}
              onClose={() => inbox.setDrawer("closed")}
            />
          )}
        </>
      ) : (
        <section
          id="thread"
          aria-label={i18n._("Conversation")}
          className="hidden min-w-0 flex-1 bg-panel md:block"
        >
          <Empty icon="inbox" title={i18n._("Choose a conversation")}>
            {i18n._("Press j for the first one, ? for all keys.")}
          </Empty>
        </section>
      )}
      <Suspense>
        {inbox.query !== undefined && (
          <SearchDialog
            query={inbox.query}
            onQuery={inbox.setQuery}
            onFound={inbox.found}
            onClose={() => inbox.setQuery(undefined)}
          />
        )}
      </Suspense>
    </main>
  );
}

/** Escape walks outwards: from the composer to the thread, then the panel, then back to the list. */
function leave(closeDrawer: (() => void) | undefined): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.matches("textarea, input")) {
    document.getElementById("thread-log")?.focus();
    return;
  }
  if (closeDrawer) closeDrawer();
  else document.getElementById("conversation-list")?.focus();
}
