/** Turns true only when something takes long enough that showing it helps rather than flickers. */
import { useEffect, useState } from "react";

const PATIENCE = 300;

export function useSlow(isWaiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting && slow;
}
