/** The narrow bar at the side (at the foot of a phone): rooms above, oneself below. */
import { i18n } from "@lingui/core";
import { Link, useRouterState } from "@tanstack/react-router";
import type { Session } from "../api/types";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { Tooltip } from "../components/Tooltip";
import { PresenceMenu } from "./PresenceMenu";
import { ProfileMenu } from "./ProfileMenu";

interface RailProps {
  session: Session;
  onOpen: (overlay: "palette" | "sheet") => void;
}

export function Rail({ session, onOpen }: RailProps) {
  const reading = useRouterState({ select: (state) => state.location.hash.startsWith("/c/") });
  const here = useRouterState({ select: (state) => state.location.pathname.startsWith("/inbox/") });
  return (
    <nav
      aria-label={i18n._("Main")}
      className={cx(
        "flex shrink-0 items-center gap-1 border-line bg-bg max-md:h-13 max-md:justify-around max-md:border-t",
        "md:w-14 md:flex-col md:border-e md:py-3",
        reading && "max-md:hidden",
      )}
    >
      <Tooltip side="right" content={i18n._("Inbox")}>
        <Link
          to="/inbox/$view"
          params={{ view: "mine" }}
          search={{}}
          aria-label={i18n._("Inbox")}
          aria-current={here ? "page" : undefined}
          className={cx(
            "touch flex size-10 items-center justify-center rounded-card",
            here ? "bg-sel text-accent" : "text-ink-2 hover:bg-hover",
          )}
        >
          <Icon name="inbox" size={20} />
        </Link>
      </Tooltip>
      <span className="hidden flex-1 md:block" />
      <PresenceMenu user={session.user} />
      <ProfileMenu session={session} onOpen={onOpen} />
    </nav>
  );
}
