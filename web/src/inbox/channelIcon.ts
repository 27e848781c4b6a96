/** A channel kind's mark: one neutral drawing each, the name always stands somewhere near. */
import type { IconName } from "../components/icons";

export function channelIcon(kind: string): IconName {
  return kind === "whatsapp" ? "whatsapp" : "plug";
}
