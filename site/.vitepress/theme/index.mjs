/** @file The look of the site: that of the generator, with enough contrast everywhere. */
import DefaultTheme from 'vitepress/theme';
import './style.css';

export default DefaultTheme;
