/** The `<html>` attribute that names the theme, `data-theme="dark"`. Read by the server's layout, so it stands apart from MUI. */
export const THEME_ATTRIBUTE = "data-theme";
