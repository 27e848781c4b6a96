/** Starts the app: language and look first, then the router over one query cache. */
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { whenSignedOut } from "./api/client";
import { Toaster } from "./components/Toaster";
import { activateLocale, chooseLocale } from "./i18n/i18n";
import { dropOldDrafts } from "./inbox/drafts";
import { prepareChime } from "./live/chime";
import { applyAppearance, getPreferences, watchSystemAppearance } from "./preferences/preferences";
import { queryClient } from "./queryClient";
import { router } from "./router";
import { leaveSession } from "./session/leave";
import "./styles/app.css";

async function start(): Promise<void> {
  applyAppearance();
  watchSystemAppearance();
  prepareChime();
  dropOldDrafts(localStorage, Date.now());
  whenSignedOut(() => leaveSession(queryClient, router));
  await activateLocale(chooseLocale(getPreferences().locale, navigator.languages));
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <CSPProvider disableStyleElements>
          <QueryClientProvider client={queryClient}>
            <Tooltip.Provider delay={400}>
              <RouterProvider router={router} />
              <Toaster />
            </Tooltip.Provider>
          </QueryClientProvider>
        </CSPProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

void start();
