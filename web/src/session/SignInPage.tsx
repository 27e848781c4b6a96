/** The sign-in form: two fields, paste and password managers welcome, every refusal in words. */
import { i18n } from "@lingui/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { rememberCsrf } from "../api/client";
import { isProblem } from "../api/problem";
import { keys } from "../api/reads";
import { signIn } from "../api/writes";
import { Button, IconButton } from "../components/Button";
import { Icon } from "../components/icons";

const FIELD =
  "h-9 w-full rounded-control border border-control bg-panel px-3 text-read outline-offset-0 aria-invalid:border-danger";

interface Faults {
  email?: string;
  password?: string;
  form?: string;
}

export function SignInPage() {
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: "/sign-in" });

  useEffect(() => {
    document.title = `${i18n._("Sign in")} · Parley`;
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    const email = String(entries.get("email") ?? "").trim();
    const password = String(entries.get("password") ?? "");
    const missing = missingFaults(email, password);
    setFaults(missing);
    if (missing.email || missing.password) return focusFirst(form.current, missing);
    setBusy(true);
    try {
      rememberCsrf((await signIn(email, password)).csrf);
      await client.resetQueries({ queryKey: keys.session });
      await navigate({ href: to ?? "/" });
    } catch (error) {
      setFaults({ form: refusalText(error) });
      form.current?.querySelector<HTMLInputElement>("[name=password]")?.select();
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="flex h-full items-center justify-center overflow-y-auto p-4">
      <form
        ref={form}
        onSubmit={(event) => void submit(event)}
        noValidate
        className="flex w-full max-w-90 flex-col gap-4 rounded-panel border border-line bg-panel p-8"
      >
        <div className="mb-2 flex items-center gap-2.5">
          <img src="/favicon.svg" alt="" width={32} height={32} />
          <h1 className="text-title font-semibold">{i18n._("Sign in to Parley")}</h1>
        </div>
        {faults.form && (
          <p role="alert" className="flex gap-2 rounded-control border border-danger bg-danger-bg p-2.5">
            <Icon name="alert" className="mt-0.5 shrink-0 text-danger" />
            {faults.form}
          </p>
        )}
        <Field name="email" label={i18n._("E-mail")} fault={faults.email}>
          <input
            id="email"
            name="email"
            type="email"
            autoComplete="username"
            // biome-ignore lint/a11y/noAutofocus: the page has one purpose and this is its first field
            autoFocus
            className={FIELD}
            aria-invalid={faults.email !== undefined}
            aria-describedby={faults.email && "email-fault"}
          />
        </Field>
        <Field name="password" label={i18n._("Password")} fault={faults.password}>
          <div className="relative">
            <input
              id="password"
              name="password"
              type={shown ? "text" : "password"}
              autoComplete="current-password"
              className={`${FIELD} pe-10`}
              aria-invalid={faults.password !== undefined}
              aria-describedby={faults.password && "password-fault"}
            />
            <IconButton
              icon="eye"
              label={i18n._("Show password")}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
              className="absolute end-1 top-1"
            />
          </div>
        </Field>
        <Button look="primary" type="submit" aria-disabled={busy} className="mt-2 h-9 text-read">
          {busy ? i18n._("Signing in…") : i18n._("Sign in")}
        </Button>
      </form>
    </main>
  );
}

function Field(props: { name: string; label: string; fault: string | undefined; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={props.name} className="text-label font-medium">
        {props.label}
      </label>
      {props.children}
      {props.fault && (
        <p id={`${props.name}-fault`} className="text-label text-danger">
          {props.fault}
        </p>
      )}
    </div>
  );
}

function missingFaults(email: string, password: string): Faults {
  return {
    ...(!/^\S+@\S+$/.test(email) && { email: i18n._("Enter your e-mail address, like ana@example.com.") }),
    ...(password === "" && { password: i18n._("Enter your password.") }),
  };
}

function focusFirst(form: HTMLFormElement | null, faults: Faults): void {
  const name = faults.email ? "email" : "password";
  form?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
}

function refusalText(error: unknown): string {
  if (!isProblem(error)) return i18n._("The server cannot be reached. Check the connection and try again.");
  if (error.status === 401) return i18n._("E-mail or password is wrong.");
  if (error.status === 429) return i18n._("Too many attempts. Wait a minute, then try again.");
  return error.message;
}
