document.documentElement.classList.add("js");
import "./search.js";
import "./menu.js";
import "./forms.js";
import "./grid.js";
import "./confirm.js";
import "./unsaved.js";
import "./copy.js";
