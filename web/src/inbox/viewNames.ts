/** The views of the inbox: in the address "team-<id>", towards the server "team:<id>". */
import { i18n } from "@lingui/core";
import type { Team } from "../api/types";
import type { IconName } from "../components/icons";

export interface View {
  /** As in the address. */
  slug: string;
  name: string;
  icon: IconName;
}

export function viewParameter(slug: string): string {
  return slug.replace(/^team-/, "team:");
}

export function standardViews(): View[] {
  return [
    { slug: "mine", name: i18n._("Mine"), icon: "mine" },
    { slug: "unassigned", name: i18n._("Unassigned"), icon: "unassigned" },
    { slug: "all", name: i18n._("All"), icon: "all" },
    { slug: "snoozed", name: i18n._("Snoozed"), icon: "clock" },
    { slug: "closed", name: i18n._("Closed"), icon: "closed" },
  ];
}

export function teamViews(teams: readonly Team[]): View[] {
  return teams.map((team) => ({ slug: `team-${team.id}`, name: team.name, icon: "team" }));
}
