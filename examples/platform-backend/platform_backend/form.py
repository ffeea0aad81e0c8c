"""A page with a form of its own, for who wants to see it work."""

FORM = """<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<title>注册申报</title>
<h1>注册申报</h1>
<form>
<p><label for="dossier">申报档案（JSON）</label><br>
<textarea id="dossier" rows="20" cols="80">{"market": "hubei", "kind": "retailer"}</textarea></p>
<p><button>提交</button></p>
</form>
<ol id="findings"></ol>
<script>
document.forms[0].addEventListener("submit", async event => {
  event.preventDefault();
  const response = await fetch("/registrations", {
    method: "POST", headers: {"Content-Type": "application/json"},
    body: document.getElementById("dossier").value,
  });
  const answer = await response.json();
  const lines = (answer.findings || []).map(found => found.label + "：" + found.message + "（" + found.cite + "）");
  document.getElementById("findings").replaceChildren(...[answer.title || "已受理", ...lines].map(text => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }));
});
</script>
</html>
"""
