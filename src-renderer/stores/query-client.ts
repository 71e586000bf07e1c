/** @file The one cache of back-end facts; events mark its entries as stale, so nothing is asked again on a timer. */
import { QueryClient } from "@tanstack/react-query";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, gcTime: 30 * 60_000, retry: false, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
