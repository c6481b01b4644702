/**
 * A certificate of `localhost` that nobody but its own file vouches for, as MAX's is vouched for by a root that few systems know. The key
 * is only here: it opens nothing.
 */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFbQT91oApE9h9nhI
j5jZRX6HBNsmUnF9v6SaHCjXzTWhRANCAARax9OM0UL/gdTtTPdYKoB7hrhsy14J
PT1TmYzp3EFghLDo8emMKql7e3hIEYTiaXyxyu+f+IIK/F7rXNJkVpvD
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUDnHzQRc3mVsvnLgJ+Yjub9HD7CkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDA3MTc0MVoYDzIxMjYxMDMx
MDcxNzQxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARax9OM0UL/gdTtTPdYKoB7hrhsy14JPT1TmYzp3EFghLDo8emMKql7
e3hIEYTiaXyxyu+f+IIK/F7rXNJkVpvDo28wbTAdBgNVHQ4EFgQU6NnZcI67netC
cO7rp0zvaB186oYwHwYDVR0jBBgwFoAU6NnZcI67netCcO7rp0zvaB186oYwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAKXd9Y5E8uAeQyCwdFpuxxBtMeMHKrg8NzbjZiwJ/mXyAiEA
0EGGS9aJ+rRyMumlNxUZ8uU05H1d0whTK/NfqJlG5sc=
-----END CERTIFICATE-----
`,
};
