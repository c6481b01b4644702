import './look/tokens.css';
import './look/mantine.css';
import './look/fonts.css';
import './look/base.css';
import './look/mantine-look.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { newQueryClient } from './api/use-answer.ts';
import { nonce } from './look/nonce.ts';
import { cssVariables, theme } from './look/theme.ts';
import { ToastProvider } from './parts/toast.tsx';
import { newRouter } from './router.tsx';
import { LanguageProvider } from './text/language.tsx';

const queryClient = newQueryClient();
const router = newRouter(queryClient);
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the dashboard');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LanguageProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
          getStyleNonce={() => nonce}
        >
          <ToastProvider>
            <RouterProvider router={router} />
          </ToastProvider>
        </MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
