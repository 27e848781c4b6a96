/** When a screen cannot be shown at all: what happened and the ways on. */
import { i18n } from "@lingui/core";
import { Button } from "../components/Button";
import { Empty } from "../components/states";

export function NotFound() {
  return <Broken />;
}

export function Broken({ error }: { error?: unknown }) {
  const title = error ? i18n._("Parley cannot be reached") : i18n._("There is nothing at this address");
  return (
    <main className="h-full">
      <Empty icon={error ? "offline" : "help"} title={title}>
        {error instanceof Error && <p className="mb-3">{error.message}</p>}
        <span className="mt-3 inline-flex gap-2">
          {error !== undefined && <Button onClick={() => location.reload()}>{i18n._("Try again")}</Button>}
          <Button onClick={() => location.assign("/")}>{i18n._("Go to the inbox")}</Button>
        </span>
      </Empty>
    </main>
  );
}
