/** Says when the page may be out of date, and since when; silent while all is well or a drop is brief. */
import { i18n } from "@lingui/core";
import { useEffect, useState } from "react";
import { Icon } from "../components/icons";
import { clockTime } from "../i18n/times";
import { useLine } from "../live/useLive";

const PATIENCE = 1500;

export function LineBanner() {
  const { link, since } = useLine();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (link === "online") {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [link]);

  return (
    <div role="status">
      {shown && (
        <p className="flex items-center gap-2 border-b border-line bg-warn-bg px-4 py-1.5 text-label font-medium text-warn">
          <Icon name="offline" size={14} />
          <span className="numbers">
            {link === "refused"
              ? i18n._("The server grants no live line now: trying again later, showing {time}", {
                  time: clockTime(since),
                })
              : i18n._("Offline: reconnecting, showing {time}", { time: clockTime(since) })}
          </span>
        </p>
      )}
    </div>
  );
}
