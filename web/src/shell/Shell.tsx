/** The frame around every room: rail, connection banner, keys, palette, live updates. */
import { i18n } from "@lingui/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { sessionQuery } from "../api/reads";
import { useCommand } from "../keyboard/commands";
import { useKeys } from "../keyboard/useKeys";
import { useLive } from "../live/useLive";
import { LineBanner } from "./LineBanner";
import { Rail } from "./Rail";
import { useTitleCount } from "./useTitleCount";

const Palette = lazy(() => import("../keyboard/Palette").then((module) => ({ default: module.Palette })));
const Sheet = lazy(() => import("../keyboard/Sheet").then((module) => ({ default: module.Sheet })));

export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [overlay, setOverlay] = useState<"palette" | "sheet">();
  const navigate = useNavigate();
  useKeys();
  useLive(session.user);
  useTitleCount();
  useCommand("palette", () => setOverlay("palette"));
  useCommand("sheet", () => setOverlay("sheet"));
  useCommand("goInbox", () => void navigate({ to: "/inbox/$view", params: { view: "mine" }, search: {} }));

  return (
    <div className="flex h-full flex-col-reverse md:flex-row">
      <a
        href="#thread"
        className="sr-only rounded-control bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50"
      >
        {i18n._("Skip to the conversation")}
      </a>
      <Rail session={session} onOpen={setOverlay} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <LineBanner />
        <Suspense>
          <Outlet />
        </Suspense>
      </div>
      <Suspense>
        {overlay === "palette" && <Palette onClose={() => setOverlay(undefined)} />}
        {overlay === "sheet" && <Sheet onClose={() => setOverlay(undefined)} />}
      </Suspense>
    </div>
  );
}
