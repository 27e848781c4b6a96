/** The addresses of the app. Every state of a screen is in its address, so that a link shows the same thing. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { isProblem } from "./api/problem";
import { sessionQuery } from "./api/reads";
import { queryClient } from "./queryClient";
import { Broken, NotFound } from "./session/Broken";
import { SignInPage } from "./session/SignInPage";

const rootRoute = createRootRoute({ component: Outlet, errorComponent: Broken, notFoundComponent: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search["to"] === "string" && /^\/[^/\\]/.test(search["to"]) ? { to: search["to"] } : {},
  component: SignInPage,
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (!isProblem(error) || error.status !== 401) throw error;
      throw redirect({ to: "/sign-in", search: { to: location.href } });
    }
  },
  component: lazyRouteComponent(() => import("./shell/Shell"), "Shell"),
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox/$view", params: { view: "mine" }, search: {} });
  },
});

export interface InboxSearch {
  drawer?: "open" | "closed";
  tab?: "comment";
  q?: string;
}

export const inboxRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/inbox/$view",
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    ...((search["drawer"] === "open" || search["drawer"] === "closed") && { drawer: search["drawer"] }),
    ...(search["tab"] === "comment" && { tab: "comment" }),
    ...(search["q"] !== undefined && { q: String(search["q"]) }),
  }),
  component: lazyRouteComponent(() => import("./inbox/InboxPage"), "InboxPage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([signInRoute, signedInRoute.addChildren([homeRoute, inboxRoute])]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
