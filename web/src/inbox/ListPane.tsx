/** The middle column: which view, its conversations, and what is to be said when there are none. */
import { i18n } from "@lingui/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { channelsQuery, listQuery, teamsQuery } from "../api/reads";
import { Button, IconButton } from "../components/Button";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { Menu, MenuChoice } from "../components/Menu";
import { Empty, Failure, SkeletonRows } from "../components/states";
import { NARROW, useMedia } from "../components/useMedia";
import { setPreferences, usePreferences } from "../preferences/preferences";
import { ConversationList } from "./ConversationList";
import type { useInbox } from "./useInbox";
import { useSlow } from "./useSlow";
import { standardViews, teamViews, viewParameter } from "./viewNames";

interface ListPaneProps {
  inbox: ReturnType<typeof useInbox>;
  className?: string;
}

export function ListPane({ inbox, className }: ListPaneProps) {
  const list = useInfiniteQuery(listQuery(viewParameter(inbox.view)));
  const { viewsShown } = usePreferences();
  const narrow = useMedia(NARROW);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const slow = useSlow(list.isPending);

  return (
    <section
      aria-label={i18n._("Conversations")}
      className={cx("flex min-h-0 min-w-0 flex-col border-line bg-panel", className)}
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line ps-3 pe-2">
        {!narrow && !viewsShown && (
          <IconButton
            icon="views"
            label={i18n._("Show the views")}
            shortcut="["
            onClick={() => setPreferences({ viewsShown: true })}
          />
        )}
        <ViewSwitch current={inbox.view} />
        <span className="flex-1" />
        <IconButton
          icon="search"
          label={i18n._("Search contacts")}
          shortcut="/"
          onClick={() => inbox.setQuery("")}
        />
        {!narrow && viewsShown && (
          <IconButton
            icon="views"
            label={i18n._("Hide the views")}
            shortcut="["
            onClick={() => setPreferences({ viewsShown: false })}
          />
        )}
      </header>
      {list.isError && (
        <Failure
          title={i18n._("The list could not be loaded")}
          reason={list.error.message}
          onRetry={() => void list.refetch()}
        />
      )}
      {slow && <SkeletonRows />}
      {list.data && rows.length === 0 && <NothingHere view={inbox.view} />}
      {rows.length > 0 && (
        <ConversationList
          rows={rows}
          hasMore={list.hasNextPage}
          isFetching={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          inbox={inbox}
        />
      )}
    </section>
  );
}

/** The view's name, and the way to another one: the only way on a phone, the quick one by "/". */
function ViewSwitch({ current }: { current: string }) {
  const { data: teams = [] } = useQuery(teamsQuery);
  const navigate = useNavigate();
  const views = [...standardViews(), ...teamViews(teams)];
  const name = views.find((view) => view.slug === current)?.name ?? i18n._("Conversations");
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="touch inline-flex h-8 items-center gap-1 rounded-control px-1.5 -ms-1.5 hover:bg-hover"
        >
          <h2 className="text-read font-semibold">{name}</h2>
          <Icon name="down" size={14} className="text-ink-2" aria-label={i18n._("other views")} />
        </button>
      }
    >
      <MenuChoice
        title={i18n._("Views")}
        value={current}
        options={views.map((view) => ({
          value: view.slug,
          label: view.name,
          mark: <Icon name={view.icon} className="text-ink-2" />,
        }))}
        onChoose={(view) => void navigate({ to: "/inbox/$view", params: { view }, search: {} })}
      />
    </Menu>
  );
}

function NothingHere({ view }: { view: string }) {
  const { data: channels } = useQuery(channelsQuery);
  const navigate = useNavigate();
  if (channels?.length === 0) {
    return (
      <Empty icon="plug" title={i18n._("No conversations yet")}>
        {i18n._("No channel is connected, so nobody can write yet. An owner or manager connects one.")}
      </Empty>
    );
  }
  const reasons: Record<string, string> = {
    mine: i18n._("Nothing is assigned to you."),
    unassigned: i18n._("Somebody takes care of every conversation."),
    snoozed: i18n._("Conversations put off until later wait here."),
    closed: i18n._("Closed conversations are kept here."),
  };
  return (
    <Empty
      icon={view === "mine" || view === "unassigned" ? "check" : "inbox"}
      title={i18n._("No conversations here")}
    >
      <p>{reasons[view] ?? i18n._("New ones appear by themselves.")}</p>
      {view === "mine" && (
        <Button
          className="mt-3"
          onClick={() => void navigate({ to: "/inbox/$view", params: { view: "unassigned" }, search: {} })}
        >
          {i18n._("See unassigned")}
        </Button>
      )}
    </Empty>
  );
}
