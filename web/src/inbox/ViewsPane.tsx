/** The column of views with their counts. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { countsQuery, teamsQuery } from "../api/reads";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { cappedCount } from "./counts";
import { standardViews, teamViews, type View, viewParameter } from "./viewNames";

export function ViewsPane({ current }: { current: string }) {
  const { data: teams = [] } = useQuery(teamsQuery);
  return (
    <nav
      aria-label={i18n._("Views")}
      className="flex w-46 shrink-0 flex-col gap-px overflow-y-auto border-e border-line bg-bg px-2 py-3"
    >
      <h2 className="px-2 pb-2 text-section font-semibold">{i18n._("Inbox")}</h2>
      {standardViews().map((view) => (
        <ViewLink key={view.slug} view={view} isCurrent={view.slug === current} />
      ))}
      {teams.length > 0 && (
        <h3 className="px-2 pt-4 pb-1 text-meta font-medium text-ink-2">{i18n._("Teams")}</h3>
      )}
      {teamViews(teams).map((view) => (
        <ViewLink key={view.slug} view={view} isCurrent={view.slug === current} />
      ))}
    </nav>
  );
}

function ViewLink({ view, isCurrent }: { view: View; isCurrent: boolean }) {
  const { data } = useQuery(countsQuery);
  const count = data?.views[viewParameter(view.slug)] ?? 0;
  return (
    <Link
      to="/inbox/$view"
      params={{ view: view.slug }}
      search={{}}
      aria-current={isCurrent ? "page" : undefined}
      className={cx(
        "flex h-7 shrink-0 items-center gap-2 rounded-control px-2 transition-colors duration-(--fast)",
        isCurrent ? "bg-sel font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
      )}
    >
      <Icon name={view.icon} className={isCurrent ? "text-accent" : ""} />
      <span className="flex-1 truncate">{view.name}</span>
      {count > 0 && view.slug !== "closed" && (
        <span className="numbers text-label">{cappedCount(count, data?.cap ?? 999)}</span>
      )}
    </Link>
  );
}
